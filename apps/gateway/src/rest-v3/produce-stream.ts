// A stream of records and the stream of its reports, both under way at once. One wave of records is appended at a time, so that
// they keep their order; while it commits, the next one gathers.
import { Readable } from 'node:stream';
import type { GatewayConfig } from '../config.ts';
import { JsonReader } from '../embedded-json/json-reader.ts';
import { ObjectFault, ObjectStream } from '../embedded-json/object-stream.ts';
import { plainError, RestError } from '../http/rest-error.ts';
import type { StreamedBody } from '../http/streamed-body.ts';
import { throwSharedOutage } from '../records/append-records.ts';
import type { Outcome } from './record-appender.ts';
import { recordFields, RecordReader } from './produce-record.ts';
import type { ProduceRecord } from './produce-record.ts';
import { ReportWriter } from './reports.ts';
import type { ReportedTopic } from './reports.ts';

const WAVE_RECORDS_MAX = 2000;
const WAVE_BYTES = 256 * 1024;
/** How long a record that has begun holds what came of it while there is no room for the rest: others may wait for that. */
const STARVED_MAX_MS = 2000;

/** The gateway's settings that a record must keep to. */
export type RecordLimits = Pick<GatewayConfig, 'requestBodyMaxBytes' | 'jsonDepthMax' | 'recordHeadersMax'>;

export interface ProduceStreamOptions {
  readonly body: StreamedBody;
  readonly reported: ReportedTopic;
  readonly isLatin1: boolean;
  readonly limits: RecordLimits;
  /** For whoever must know a record again. */
  readonly keepsText: boolean;
  /** One outcome per record; `firstIndex` is the place of the first in the stream. Never rejects for a record's fault. */
  readonly append: (records: readonly ProduceRecord[], indexes: readonly number[]) => Promise<Outcome[]>;
}

type Found = ProduceRecord | ObjectFault;

export class ProduceStream {
  readonly #options: ProduceStreamOptions;
  readonly #objects: ObjectStream<ProduceRecord>;
  /** Objects so far. */
  #count = 0;
  #isLast = false;
  /** Nothing that has come is left. */
  #isDrained = false;
  #isClosing = false;

  constructor(options: ProduceStreamOptions) {
    const { keepsText, limits } = options;
    const {
      requestBodyMaxBytes: objectMaxBytes,
      jsonDepthMax: depthMax,
      recordHeadersMax: headersMax,
    } = limits;
    const reader = new JsonReader(new Uint8Array(0), { fields: recordFields, depthMax });
    const records = new RecordReader(reader, { headersMax, keepsText, hasId: false });
    this.#options = options;
    this.#objects = new ObjectStream({
      reader,
      read: () => records.read(),
      objectMaxBytes,
      tooLarge: () => tooLarge(objectMaxBytes),
    });
  }

  /** There are no reports any more. */
  get isOver(): boolean {
    const { body } = this.#options;
    return this.#isLast || (this.#isDrained && body.isOver && this.#objects.gatheredBytes === 0);
  }

  /** The gateway closes: what has come is finished. */
  close(): void {
    this.#isClosing = true;
    this.#options.body.stop();
  }

  /** The reports of the next wave, undefined at the end. Throws where nothing could be read at all. */
  async next(): Promise<Buffer | undefined> {
    const wave = await this.#gather();
    if (wave.length === 0) return undefined;
    const reports = await this.#append(wave);
    this.#options.body.keep(this.#isDrained ? this.#objects.gatheredBytes : WAVE_BYTES);
    return reports;
  }

  /** The whole answer, as it is made: `first` and all reports that follow. */
  answer(first: Buffer, onEnd: (end: () => void) => void): Readable {
    const answer = new Readable({
      read: () => {
        this.next().then(
          (reports) => {
            if (reports !== undefined) answer.push(reports);
            else onEnd(() => answer.destroyed || answer.push(null));
          },
          (error: Error) => answer.destroy(error),
        );
      },
      destroy: (error, done) => {
        this.#options.body.close();
        done(error);
      },
    });
    answer.push(first);
    return answer;
  }

  /** At least one object, or none at the end. */
  async #gather(): Promise<Found[]> {
    const { body } = this.#options;
    const wave: Found[] = [];
    while (!this.#isLast) {
      this.#fill(wave);
      if (wave.length > 0) break;
      const isBegun = this.#objects.gatheredBytes > 0;
      if (body.isOver || (isBegun && body.starvedMs > STARVED_MAX_MS)) {
        this.#isLast = true;
        const fault = this.#endFault(isBegun);
        if (fault !== undefined) wave.push(new ObjectFault(fault, { isLast: true }));
      } else {
        body.keep(this.#objects.gatheredBytes);
        await body.wait();
      }
    }
    return wave;
  }

  /** With what is at hand. */
  #fill(wave: Found[]): void {
    const { body, isLatin1 } = this.#options;
    let bytes = 0;
    while (wave.length < WAVE_RECORDS_MAX && bytes < WAVE_BYTES) {
      const found = this.#objects.next();
      if (found !== undefined) {
        wave.push(found);
        if (!(found instanceof ObjectFault) || !found.isLast) continue;
        this.#isLast = true;
        return;
      }
      const piece = body.take();
      this.#isDrained = piece === undefined;
      if (piece === undefined) return;
      bytes += piece.length;
      this.#objects.push(isLatin1 ? Buffer.from(piece.toString('latin1')) : piece);
    }
    this.#isDrained = false;
  }

  /** Why the stream ends where it does; throws what is no record's fault while there is no other answer yet. */
  #endFault(isBegun: boolean): Error | undefined {
    const { body } = this.#options;
    const isFirst = this.#count === 0;
    if (body.isBroken) {
      if (isFirst) throw plainError(400, 'the body broke off');
      return undefined;
    }
    if (body.fault !== undefined) {
      if (isFirst) throw body.fault;
      return body.fault;
    }
    if (this.#isClosing && isFirst) throw plainError(503, 'the gateway closes');
    if (!isBegun) return undefined;
    if (!body.isOver) return plainError(429, 'there is no room for the rest of the record; try again');
    if (this.#isClosing) return plainError(503, 'the gateway closes; the record is not stored');
    return new RestError(400, 'Bad Request: the body ends in the middle of a record');
  }

  async #append(wave: readonly Found[]): Promise<Buffer> {
    const records: ProduceRecord[] = [];
    const indexes: number[] = [];
    for (const found of wave) {
      if (!(found instanceof ObjectFault)) {
        records.push(found);
        indexes.push(this.#count);
      }
      this.#count++;
    }
    const outcomes = records.length === 0 ? [] : await this.#options.append(records, indexes);
    // The whole request, of which nothing is reported yet.
    const isWhole = this.#count === wave.length && records.length === wave.length && this.isOver;
    if (isWhole) throwSharedOutage(outcomes);
    const reports = new ReportWriter(this.#options.reported, wave.length);
    let next = 0;
    for (const found of wave) {
      if (found instanceof ObjectFault) reports.error(found.reason);
      else reports.report(found, outcomes[next++] as Outcome);
    }
    return reports.finish();
  }
}

function tooLarge(maxBytes: number): RestError {
  return new RestError(
    413,
    `a record in JSON exceeds requestBodyMaxBytes=${maxBytes} (WEIR_REQUEST_BODY_MAX_BYTES)`,
  );
}
