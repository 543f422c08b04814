// NOTIFY channels between gateways.

/** `sender partition:end partition:end …`: logs grew. */
export const APPEND_CHANNEL = 'weir_appends';
/** `changed` or `deleted`: what gateways remember of topics and configs is old. Sent by the transaction of the change itself. */
export const TOPIC_CHANNEL = 'weir_topics';
