// Where a page of a log ends is found by a function, which stops there. A query can't: its window function counts the bytes of all
// batches that it is offered, and in a long log these were two thousand for a page of one.
import type { MigrationInterface, QueryRunner } from 'typeorm';

// The last offset of the page that begins with the batch that holds the offset: at least one batch where there is any, else null.
// Stable: it sees what the statement that calls it sees. Other plans than the index in its order would read the whole log, and
// statistics that were taken when the table was small make them look cheap.
const pageEnd = `
create function weir.page_end(wanted_partition int, wanted_offset bigint, max_bytes bigint, max_batches int)
returns bigint language plpgsql stable
set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  batch record;
  page_bytes bigint := 0;
  page_end bigint;
begin
  for batch in
    select b.last_offset, b.size_bytes from weir.batch b
    where b.partition_id = wanted_partition and b.last_offset >= wanted_offset
    order by b.last_offset limit max_batches
  loop
    page_bytes := page_bytes + batch.size_bytes;
    exit when page_end is not null and page_bytes > max_bytes;
    page_end := batch.last_offset;
  end loop;
  return page_end;
end $$;
`;

export class PageEnd1799000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(pageEnd);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function weir.page_end');
  }
}
