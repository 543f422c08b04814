// Notices when the process that started us has gone: a launcher must not run on for nobody.

const checkMs = 500;

/**
 * Calls `onGone` once; call the answer to stop watching. A closed terminal is no such end by itself: it ends npm, unless that was
 * told to go on (nohup), so SIGHUP does nothing from here on until the watch is stopped.
 * @param {() => void} onGone
 * @returns {() => void}
 */
export function watchParent(onGone) {
  const ignore = () => undefined;
  process.on('SIGHUP', ignore);
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    onGone();
  }, checkMs);
  return () => {
    clearInterval(check);
    process.removeListener('SIGHUP', ignore);
  };
}
