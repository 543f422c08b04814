// StartupError: why the process can't start, as one line that tells the operator what to do. main prints only the message.
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
