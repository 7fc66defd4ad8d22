/** The middle value of a list of times. */
export function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** How long a call takes, in milliseconds. */
export async function timed(run: () => unknown): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** Times several calls in turn, so that whatever else the machine does falls on all of them alike. */
export async function interleaved<Name extends string>(
  rounds: number,
  calls: Readonly<Record<Name, () => unknown>>,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(calls) as Name[]
  const times = Object.fromEntries(names.map(name => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times[name].push(await timed(calls[name]))
  }
  return times
}

/** A few digits are enough to read a time. */
export const round = (value: number, digits = 3): number => Number(value.toPrecision(digits))
