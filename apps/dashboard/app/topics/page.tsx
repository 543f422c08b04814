// Every topic of the cluster with its size and rate.
import type { Metadata } from 'next';
import { TopicsPage } from '../../components/topics-page.tsx';

export const metadata: Metadata = { title: 'Topics' };

export default function Page() {
  return <TopicsPage />;
}
