// The kinds of settings: each one is a zod schema, how the environment writes it as text, and how its documentation says what
// is allowed.
import { z } from 'zod';

export interface Setting<T> {
  readonly schema: z.ZodType<T>;
  /** A value from the environment; text that has not this form is handed on as it is, for the schema to refuse. */
  readonly fromText: (text: string) => unknown;
  readonly defaultValue: T;
  /** Completes "allowed: …". */
  readonly allowed: string;
  readonly description: string;
  /** Only these are ever logged. */
  readonly isPrintable: boolean;
  /** Kafka's or the surrounding world's name, where it is not made from the setting's own. */
  readonly variable?: string;
}

interface IntegerRange {
  readonly min: number;
  readonly max: number;
}

function setting<T>(schema: z.ZodType<T>, fields: Omit<Setting<T>, 'schema' | 'isPrintable'>): Setting<T> {
  return { schema: schema.describe(fields.description), isPrintable: true, ...fields };
}

export function integer(
  defaultValue: number,
  { min, max }: IntegerRange,
  description: string,
): Setting<number> {
  return setting(z.int().min(min).max(max), {
    fromText: integerFromText,
    defaultValue,
    allowed: `a whole number from ${min} to ${max}`,
    description,
  });
}

export function optionalInteger(
  { min, max }: IntegerRange,
  description: string,
): Setting<number | undefined> {
  return setting(z.int().min(min).max(max).optional(), {
    fromText: integerFromText,
    defaultValue: undefined,
    allowed: `a whole number from ${min} to ${max}`,
    description,
  });
}

export function flag(defaultValue: boolean, description: string): Setting<boolean> {
  return setting(z.boolean(), {
    fromText: (value) => (value === 'true' ? true : value === 'false' ? false : value),
    defaultValue,
    allowed: 'true or false',
    description,
  });
}

export function choice<const T extends string>(
  defaultValue: T,
  values: readonly T[],
  description: string,
): Setting<T> {
  const schema = z.custom<T>((value) => values.some((known) => known === value));
  return setting(schema, {
    fromText: asItIs,
    defaultValue,
    allowed: `one of ${values.join(', ')}`,
    description,
  });
}

export interface TextForm {
  readonly allowed: string;
  readonly test: (value: string) => boolean;
}

export function text(
  defaultValue: string,
  { allowed, test }: TextForm,
  description: string,
): Setting<string> {
  return setting(z.string().refine(test), { fromText: asItIs, defaultValue, allowed, description });
}

export function optionalText({ allowed, test }: TextForm, description: string): Setting<string | undefined> {
  const schema = z.string().refine(test).optional();
  return setting<string | undefined>(schema, {
    fromText: asItIs,
    defaultValue: undefined,
    allowed,
    description,
  });
}

/** Never logged, and not repeated where it is refused. */
export function secret(form: TextForm, description: string): Setting<string | undefined> {
  return { ...optionalText(form, description), isPrintable: false };
}

export function secretList(form: TextForm, description: string): Setting<string[]> {
  return { ...list(form, description), isPrintable: false };
}

export function list({ allowed, test }: TextForm, description: string): Setting<string[]> {
  return setting(z.array(z.string().refine(test)), {
    fromText: (value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    defaultValue: [],
    allowed: `${allowed}, separated by commas (a list in the file)`,
    description,
  });
}

function asItIs(value: string): string {
  return value;
}

function integerFromText(value: string): unknown {
  return /^-?\d{1,15}$/.test(value.trim()) ? Number(value) : value;
}
