// How a gateway process is run: the same for `npm start`, tests and benchmark (and, as text, in the Dockerfile).

/**
 * V8 sizes its young generation by the machine's memory: 134 MB on one of 24 GB, where a gateway, whose garbage is short-lived,
 * does as well with 24. One arena of the C library instead of several keeps freed buffers from staying as holes in each.
 * Together they take a third off the memory after a benchmark, at the same rates.
 */
export const nodeArguments = ['--max-semi-space-size=8'];
export const environment = { MALLOC_ARENA_MAX: '1' };
