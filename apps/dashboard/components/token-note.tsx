// Above lines that show a token: where they take it from.
import classes from './token-note.module.css';

export function TokenNote() {
  return (
    <p className={classes.note}>
      This gateway asks for a token. Put yours into the shell first: <code>read -rs TOKEN</code>
    </p>
  );
}
