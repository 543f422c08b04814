// What is wrong with a JSON text, and where: the edges turn it into their own 400.
export class JsonFault extends Error {
  /** The message without the place. */
  readonly reason: string;
  readonly position: number;

  constructor(reason: string, position: number) {
    super(`${reason} at byte ${position}`);
    this.name = 'JsonFault';
    this.reason = reason;
    this.position = position;
  }
}

/** What was sent as key or value may be JSON whose sender did not know that base64 is due. */
export class Base64Fault extends JsonFault {}
