// Content-Type and Accept, as far as the edges need them (RFC 9110, 12.5.1): types, wildcards, q-values.
import { plainError } from './rest-error.ts';

export interface MediaType {
  /** In lower case, without parameters: `application/json`. */
  readonly name: string;
  readonly charset: string | undefined;
}

interface AcceptedType {
  readonly name: string;
  readonly quality: number;
}

/** The media type of a Content-Type header; undefined where there is none. */
export function parseMediaType(header: string | undefined): MediaType | undefined {
  if (header === undefined || header.trim() === '') return undefined;
  const [name = '', ...parameters] = header.split(';');
  let charset: string | undefined;
  for (const parameter of parameters) {
    const [key = '', value = ''] = parameter.split('=');
    if (key.trim().toLowerCase() === 'charset') charset = value.trim().replaceAll('"', '').toLowerCase();
  }
  return { name: name.trim().toLowerCase(), charset };
}

/** The types of an Accept header, best first; nothing given accepts everything. */
export function parseAccept(header: string | undefined): string[] {
  if (header === undefined || header.trim() === '') return ['*/*'];
  const types: AcceptedType[] = [];
  for (const part of header.split(',')) {
    const [name = '', ...parameters] = part.split(';');
    const q = parameters.map((parameter) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
    const quality = q === undefined ? 1 : Number(q);
    if (name.trim() !== '' && quality > 0) types.push({ name: name.trim().toLowerCase(), quality });
  }
  return types.sort((a, b) => b.quality - a.quality).map((type) => type.name);
}

/** Whether an accepted type, possibly a wildcard, covers `mediaType`. */
export function covers(accepted: string, mediaType: string): boolean {
  if (accepted === '*/*' || accepted === '*' || accepted === mediaType) return true;
  const [type = '', subtype = ''] = accepted.split('/');
  const [wantedType = '', wantedSubtype = ''] = mediaType.split('/');
  if (subtype === '*') return type === wantedType;
  // `*/json` is not HTTP's grammar, but clients of this API send it.
  return type === '*' && (subtype === wantedSubtype || wantedSubtype.endsWith(`+${subtype}`));
}

/** The one of `types` that Accept likes best; where it does not choose, the first. Throws 406. */
export function negotiatedType<T extends string>(accept: string | undefined, types: readonly T[]): T {
  for (const accepted of parseAccept(accept)) {
    const type = types.find((one) => covers(accepted, one));
    if (type !== undefined) return type;
  }
  throw plainError(406, `this answer is ${types.join(' or ')}`);
}
