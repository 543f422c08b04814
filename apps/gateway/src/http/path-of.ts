// The part of an address that may be told to others: a query may hold what is nobody's business.

export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
