// How a gateway process is run: the same for `npm start`, tests and benchmark (and, as text, in the Dockerfile).

/**
 * V8 sizes its heap by the machine's memory: a young generation of 134 MB on one of 24 GB, where a gateway, whose garbage is
 * short-lived, does as well with 24; an old one that grows to some 200 MB of garbage before it is collected for the first time,
 * and to four times what is in use afterwards. Pages that it had once do not go back to the system soon. And where much of one
 * kind survives for a moment, as records do that wait for their commit, V8 begins to make all of that kind in the old generation
 * and never stops: some processes then produced a third less than others.
 */
export const nodeArguments = [
  '--max-semi-space-size=8',
  '--initial-old-space-size=64',
  '--heap-growing-percent=100',
  '--no-allocation-site-pretenuring',
];
/** One arena of the C library instead of several keeps freed buffers from staying as holes in each. */
export const environment = { MALLOC_ARENA_MAX: '1' };
