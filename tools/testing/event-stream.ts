// A reader of server-sent events over fetch, by the rules of the HTML standard (9.2.6), as a browser's EventSource has them.
export interface ServerSentEvent {
  readonly type: string;
  readonly data: string;
  readonly lastEventId: string;
}

/** Takes the text in any pieces. */
export class EventStreamParser {
  /** What a browser sends as Last-Event-ID when it connects anew. */
  lastEventId = '';
  retryMs: number | undefined;
  #rest = '';
  #data: string[] = [];
  #type = '';
  #idBuffer = '';

  /** The events that `text` completes. */
  push(text: string): ServerSentEvent[] {
    const events: ServerSentEvent[] = [];
    // A carriage return at the end may be the first half of a pair.
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') this.#field(line);
      else this.#dispatch(events);
    }
    return events;
  }

  #field(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#idBuffer = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value);
  }

  #dispatch(events: ServerSentEvent[]): void {
    this.lastEventId = this.#idBuffer;
    const [data, type] = [this.#data, this.#type];
    this.#data = [];
    this.#type = '';
    if (data.length === 0) return;
    events.push({ type: type || 'message', data: data.join('\n'), lastEventId: this.lastEventId });
  }
}

export interface EventStreamOptions {
  readonly lastEventId?: string;
  readonly signal?: AbortSignal;
}

/** Events until the server ends the stream, the connection breaks (throws), or the caller stops. */
export class EventStream {
  readonly parser = new EventStreamParser();
  readonly #url: string;
  readonly #options: EventStreamOptions;

  constructor(url: string, options: EventStreamOptions = {}) {
    this.#url = url;
    this.#options = options;
    this.parser.push(options.lastEventId === undefined ? '' : `id: ${options.lastEventId}\n\n`);
  }

  async *events(): AsyncGenerator<ServerSentEvent, void, undefined> {
    const { lastEventId, signal } = this.#options;
    const response = await fetch(this.#url, {
      headers: {
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    const type = response.headers.get('content-type');
    if (response.status !== 200 || type !== 'text/event-stream' || response.body === null)
      throw new Error(`no event stream: ${response.status} ${await response.text()}`);
    const decoder = new TextDecoder();
    for await (const chunk of response.body) yield* this.parser.push(decoder.decode(chunk, { stream: true }));
  }
}
