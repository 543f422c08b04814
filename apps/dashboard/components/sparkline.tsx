// The course of a rate over the last minute, as a line without axes.

const width = 64;
const height = 20;

/** Ends at the right edge and starts where the history does: a young line is short, and not stretched. */
function line(rates: readonly number[], slots: number): { path: string; start: string } {
  const top = Math.max(...rates, 1);
  const step = width / (slots - 1);
  const startAt = width - (rates.length - 1) * step;
  const points = rates.map((rate, position) => {
    const x = startAt + position * step;
    const y = height - 1 - (rate / top) * (height - 3);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return { path: `M${points.join('L')}`, start: startAt.toFixed(1) };
}

/** `rates` oldest first, of at most `slots`. Decoration: the figure beside it says what matters. */
export function Sparkline({ rates, slots }: { rates: readonly number[]; slots: number }) {
  if (rates.length < 2 || rates.every((rate) => rate === 0)) return null;
  const { path, start } = line(rates, slots);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      <path d={`${path}V${height}H${start}Z`} fill="var(--weir-accent)" opacity="0.14" />
      <path
        d={path}
        fill="none"
        stroke="var(--weir-accent)"
        strokeWidth="1.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
