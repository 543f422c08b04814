// What a zod schema has to say against input, in words that tell the caller what to send. The words come from the schema
// itself, by way of its JSON Schema: a validator's own texts speak of its types and of what it received.
import { z } from 'zod';

interface Shape {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
}

type Path = readonly PropertyKey[];

const plainWords: Readonly<Record<string, string>> = {
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  array: 'a list',
  object: 'a JSON object',
};

/** `offset is required: a whole number of 0 or more`; several faults are joined by semicolons. */
export function inputFaults(error: z.ZodError, schema: z.ZodType, input: unknown): string {
  const root = z.toJSONSchema(schema, { io: 'input' }) as Shape;
  return error.issues.map((issue) => faultOf(issue, root, input)).join('; ');
}

/** null counts as missing, as it does for this API's other servers. */
export function isMissing(issue: z.core.$ZodIssue, input: unknown): boolean {
  return issue.code !== 'unrecognized_keys' && valueAt(input, issue.path) === undefined;
}

function faultOf(issue: z.core.$ZodIssue, root: Shape, input: unknown): string {
  const { path } = issue;
  const shape = shapeAt(root, path);
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => JSON.stringify(key)).join(', ');
    const where = path.length === 0 ? '' : ` in ${placeOf(path)}`;
    const known = Object.keys(objectOf(shape, root)?.properties ?? {}).join(', ') || 'none';
    return `unknown field${issue.keys.length > 1 ? 's' : ''} ${names}${where}; known: ${known}`;
  }
  if (issue.code === 'custom') return `${placeOf(path)}: ${issue.message}`;
  if (path.length > 0 && isMissing(issue, input))
    return `${placeOf(path)} is required: ${wordsFor(shape, root)}`;
  return `${placeOf(path)} must be ${wordsFor(shape, root)}`;
}

/** `configs[0].value` */
function placeOf(path: Path): string {
  if (path.length === 0) return 'the body';
  return path.reduce<string>((place, step) => {
    if (typeof step === 'number') return `${place}[${step}]`;
    return place === '' ? String(step) : `${place}.${String(step)}`;
  }, '');
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) at = (at as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[step];
  return at ?? undefined;
}

function resolved(shape: Shape | undefined, root: Shape): Shape | undefined {
  const name = shape?.$ref?.replace('#/$defs/', '');
  return name === undefined ? shape : root.$defs?.[name];
}

/** All that a value may be, without null: it means that there is none. */
function choices(shape: Shape | undefined, root: Shape): Shape[] {
  const found = resolved(shape, root);
  if (found === undefined) return [];
  if (found.anyOf !== undefined) return found.anyOf.flatMap((one) => choices(one, root));
  if (typeof found.type === 'object') return found.type.flatMap((type) => choices({ type }, root));
  return found.type === 'null' ? [] : [found];
}

function objectOf(shape: Shape | undefined, root: Shape): Shape | undefined {
  return choices(shape, root).find(({ type }) => type === 'object');
}

function shapeAt(root: Shape, path: Path): Shape | undefined {
  let at: Shape | undefined = root;
  for (const step of path) {
    if (typeof step === 'number') at = choices(at, root).find(({ type }) => type === 'array')?.items;
    else {
      const object = objectOf(at, root);
      const others =
        typeof object?.additionalProperties === 'object' ? object.additionalProperties : undefined;
      at = object?.properties?.[String(step)] ?? others;
    }
  }
  return at;
}

function wordsFor(shape: Shape | undefined, root: Shape): string {
  const possible = choices(shape, root);
  // A number that may come as a string is still a number to whoever reads this.
  const isInteger = possible.some(({ type }) => type === 'integer');
  const told = possible.filter(({ type }) => !isInteger || type !== 'string');
  return [...new Set(told.map(wordsForOne))].join(' or ') || 'of another form';
}

function wordsForOne({ type, enum: values, const: only, minimum, maximum, ...least }: Shape): string {
  if (only !== undefined) return JSON.stringify(only);
  if (values !== undefined) return `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
  if (type !== 'integer') {
    const isNeverEmpty = (least.minItems ?? least.minLength ?? 0) > 0;
    return `${plainWords[String(type)] ?? 'of another form'}${isNeverEmpty ? ' that is not empty' : ''}`;
  }
  const from = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const to = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (from === undefined && to === undefined) return 'a whole number';
  if (to === undefined) return `a whole number of ${from} or more`;
  return from === undefined ? `a whole number of at most ${to}` : `a whole number from ${from} to ${to}`;
}
