// What is wrong with a JSON text, and where: the edges turn it into their own 400.
export class JsonFault extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(`${message} at byte ${position}`);
    this.name = 'JsonFault';
    this.position = position;
  }
}
