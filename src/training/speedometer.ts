/** Measures how fast steps go, pauses and evaluations left out. */
export interface Speedometer {
  /** Notes some steps and the milliseconds they took together. */
  add(steps: number, milliseconds: number): void
  /** Over the last seconds; 0 before the first step. */
  readonly stepsPerSecond: number
  /** Over all steps so far; 0 before the first. */
  readonly secondsPerStep: number
  /** How many steps fit into so many milliseconds at the speed of the last ones, at least one. */
  stepsIn(milliseconds: number): number
}

/** How far back the current speed looks, in milliseconds of stepping. */
const span = 5000

export function createSpeedometer(): Speedometer {
  const recent: { steps: number; milliseconds: number }[] = []
  const all = { steps: 0, milliseconds: 0 }
  const within = { steps: 0, milliseconds: 0 }
  const rate = ({ steps, milliseconds } = within): number =>
    steps === 0 ? 0 : steps / Math.max(milliseconds, 1e-3)
  return {
    add(steps, milliseconds) {
      recent.push({ steps, milliseconds })
      for (const sum of [all, within]) {
        sum.steps += steps
        sum.milliseconds += milliseconds
      }
      while (recent.length > 1 && within.milliseconds - recent[0]!.milliseconds >= span) {
        const oldest = recent.shift()!
        within.steps -= oldest.steps
        within.milliseconds -= oldest.milliseconds
      }
    },
    get stepsPerSecond() {
      return rate() * 1000
    },
    get secondsPerStep() {
      return all.steps === 0 ? 0 : all.milliseconds / 1000 / all.steps
    },
    stepsIn: milliseconds => Math.max(1, Math.floor(rate(recent.at(-1)) * milliseconds)),
  }
}
