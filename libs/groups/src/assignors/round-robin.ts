// Kafka's RoundRobinAssignor: all partitions of all topics are dealt to the members in turn, past those who do not read the topic.
import { AssignmentBuilder, byName, inOrder } from './assignor.ts';
import type { Assignment, AssignmentInput } from './assignor.ts';

export function roundRobin({ topics, members }: AssignmentInput): Assignment {
  const assignment = new AssignmentBuilder(members);
  const ordered = inOrder(members);
  let turn = 0;
  for (const { topicId, partitionCount } of byName(topics)) {
    if (!ordered.some(({ subscription }) => subscription.has(topicId))) continue;
    for (let partition = 0; partition < partitionCount; partition++) {
      while (ordered[turn]?.subscription.has(topicId) !== true) turn = (turn + 1) % ordered.length;
      assignment.give((ordered[turn] as (typeof ordered)[number]).memberId, topicId, partition);
      turn = (turn + 1) % ordered.length;
    }
  }
  return assignment.finish();
}
