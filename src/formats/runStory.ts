/** What `run.json` tells of a run beside what is needed to go on with it. */
import * as z from 'zod/mini'
import type { PixelScale } from '../compile/plan.ts'
import { runFileNames } from './runFiles.ts'

const count = z.int().check(z.nonnegative())

const storySchema = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  status: z.enum(['running', 'paused', 'done', 'stopped', 'failed']),
  failure: z.optional(z.string()),
  notes: z.array(z.string()),
  seconds: z.number().check(z.nonnegative()),
  startedAt: z.number(),
  savedAt: z.number(),
  facts: z.object({
    backend: z.enum(['webgpu', 'webgl', 'wasm', 'cpu']),
    reason: z.string(),
    lossName: z.string(),
    stepper: z.string(),
    totalSteps: count,
    stepsPerEpoch: z.int().check(z.positive()),
    trainImages: count,
    testImages: count,
    scale: z.optional(z.object({ mean: z.array(z.number()), deviation: z.array(z.number()) })),
  }),
  evaluations: z.array(
    z.object({
      step: count,
      epoch: count,
      testLoss: z.number(),
      testMse: z.optional(z.number()),
      accuracy: z.optional(z.number()),
    }),
  ),
})

/** A test at the end of an epoch. */
interface ToldTest {
  readonly step: number
  readonly epoch: number
  readonly testLoss: number
  readonly testMse?: number
  readonly accuracy?: number
}

/** Name, state, times, circumstances and tests of a run. Times are in milliseconds since 1970, `seconds` in seconds. */
export interface RunStory
  extends Omit<z.infer<typeof storySchema>, 'failure' | 'notes' | 'facts' | 'evaluations'> {
  readonly failure?: string
  readonly notes: readonly string[]
  readonly facts: Readonly<Omit<z.infer<typeof storySchema>['facts'], 'scale'>> & {
    readonly scale?: PixelScale
  }
  readonly evaluations: readonly ToldTest[]
}

/**
 * The story in the values of `run.json`; undefined where none is told, as versions before this one did on the command
 * line. @throws Error naming the value at fault.
 */
export function readStory(values: Readonly<Record<string, unknown>>): RunStory | undefined {
  if (values.facts === undefined) return undefined
  const found = storySchema.safeParse(values)
  // JSON has no keys without values, so what is optional is there or not, and never undefined.
  if (found.success) return found.data as RunStory
  const issue = found.error.issues[0]!
  const wrong = 'expected' in issue ? `expected ${issue.expected}` : 'this value cannot be'
  throw new Error(`${issue.path.join('.')}: ${wrong}`)
}

const names: ReadonlySet<string> = new Set(Object.values(runFileNames))

/** Which file of a run an entry of an archive is; a folder that was packed as a whole has its name in front. */
export function runFileOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return names.has(name) ? name : undefined
}
