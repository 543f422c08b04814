// What the gateway answers for an address under /ui that has no page.
import { Title } from '@mantine/core';
import Link from 'next/link';
import classes from '../components/topics-page.module.css';

export default function NotFound() {
  return (
    <div className={classes.head}>
      <Title order={1}>No such page</Title>
      <p className={classes.summary}>
        <span>Nothing is at this address</span>
        <span>
          <Link href="/topics/">See the topics</Link>
        </span>
      </p>
    </div>
  );
}
