// What is not there, in the same words in every dialect; the broker's own error for a topic has them, too.
export function noTopic(name: string): string {
  return `topic "${name}" does not exist`;
}

export function noPartition(topic: string, partition: string | number): string {
  return `topic "${topic}" has no partition ${partition}`;
}
