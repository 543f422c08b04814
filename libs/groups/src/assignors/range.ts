// Kafka's RangeAssignor: of each topic every subscriber gets a run of partitions, the first ones one more where it does not come
// out even. Topics with as many partitions are split alike, so that records of one key come together from all of them.
import { AssignmentBuilder, byName, inOrder } from './assignor.ts';
import type { Assignment, AssignmentInput } from './assignor.ts';

export function range({ topics, members }: AssignmentInput): Assignment {
  const assignment = new AssignmentBuilder(members);
  const ordered = inOrder(members);
  for (const { topicId, partitionCount } of byName(topics)) {
    const subscribers = ordered.filter(({ subscription }) => subscription.has(topicId));
    const [each, extra] = [
      Math.floor(partitionCount / subscribers.length),
      partitionCount % subscribers.length,
    ];
    let partition = 0;
    subscribers.forEach(({ memberId }, index) => {
      const end = partition + each + (index < extra ? 1 : 0);
      while (partition < end) assignment.give(memberId, topicId, partition++);
    });
  }
  return assignment.finish();
}
