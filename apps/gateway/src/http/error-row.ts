// A row of a dialect's table of errors.
export interface ErrorRow {
  readonly status: number;
  readonly errorCode: number;
}
