// What a config may be: its default, its documentation, and the check of a value. Kafka's types of values are here.

export interface ConfigDefinition {
  readonly defaultValue: string;
  readonly documentation: string;
  /** Why the value is refused, or undefined. */
  readonly fault: (value: string) => string | undefined;
}

export function define(
  defaultValue: string,
  fault: ConfigDefinition['fault'],
  documentation: string,
): ConfigDefinition {
  return { defaultValue, fault, documentation };
}

export const MAX_LONG = '9223372036854775807';

export function integer(min: bigint, max: bigint): ConfigDefinition['fault'] {
  return (value) => {
    if (!/^-?\d{1,19}$/.test(value)) return 'must be a whole number';
    const number = BigInt(value);
    return number < min || number > max ? `must be from ${min} to ${max}` : undefined;
  };
}

export const int = (min: number) => integer(BigInt(min), 2147483647n);
export const long = (min: number) => integer(BigInt(min), BigInt(MAX_LONG));

export const oneOf =
  (...allowed: string[]): ConfigDefinition['fault'] =>
  (value) =>
    allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`;

export const boolean = oneOf('true', 'false');

export function fraction(value: string): string | undefined {
  return /^(0(\.\d+)?|1(\.0+)?)$/.test(value) ? undefined : 'must be a number from 0 to 1';
}
