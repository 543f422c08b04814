// The shape of the table while the first answer is on its way; it stays unseen if that takes under 150 ms.
import classes from './table-skeleton.module.css';

/** Widths of the names, in pixels. */
const rows = [168, 112, 204, 96, 148, 132, 186, 104];

export function TableSkeleton() {
  return (
    <div className={classes.skeleton} aria-busy="true" aria-label="Loading topics" role="status">
      {rows.map((width) => (
        <div key={width} className={classes.row} aria-hidden>
          <span style={{ width: width }} />
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
