import { basename, resolve } from 'node:path'
import type { RunState } from '../formats/runFiles.ts'
import type { RunStory } from '../formats/runStory.ts'
import type { Checkpoint } from '../training/checkpoint.ts'
import type { LoopReport } from '../training/loop.ts'
import type { Stepper } from '../training/stepper.ts'
import { writeRun } from './checkpoint.ts'
import type { RunRequest } from './trainingRun.ts'

/** Follows a run, and writes it into its folder: at each checkpoint, and when it is over. */
export interface RunKeeper {
  /** @throws InputError where the folder cannot be written, which ends the run. */
  hear(event: LoopReport): void
}

export function keepInFolder(
  folder: string,
  { document, numbers, course, backend, dataset, saved, data }: RunRequest,
  stepper: Pick<Stepper, 'name' | 'objective'>,
): RunKeeper {
  const { settings, trainLimit, testLimit } = numbers
  const start = saved?.state.step ?? 0
  const past = saved?.past
  // Without a story the losses of the steps before are not known.
  const losses: number[] = past ? Array.from(past.losses) : new Array(start).fill(Number.NaN)
  let last: Checkpoint | undefined
  let story: RunStory = {
    name: past?.story.name ?? basename(resolve(folder)).slice(0, 200),
    status: 'running',
    notes: past?.story.notes ?? [],
    seconds: past?.story.seconds ?? 0,
    startedAt: past?.story.startedAt ?? Date.now(),
    savedAt: Date.now(),
    facts: {
      ...{ backend: backend.name, reason: backend.reason },
      ...{ lossName: stepper.objective.name, stepper: stepper.name },
      ...{ totalSteps: course.total, stepsPerEpoch: course.perEpoch },
      ...{ trainImages: dataset.train.count, testImages: dataset.test.count },
      ...(dataset.treatment?.scale && { scale: dataset.treatment.scale }),
    },
    evaluations: past?.story.evaluations ?? [],
  }

  function write(): void {
    if (!last) return
    const { step, weights, optimizer, best } = last
    const state: RunState = {
      step,
      epoch: Math.max(1, Math.ceil(step / course.perEpoch)),
      settings,
      ...(trainLimit !== undefined && { trainLimit }),
      ...(testLimit !== undefined && { testLimit }),
      ...(data !== undefined && { data }),
      backend: backend.name,
      stepper: stepper.name,
      ...(best && { best }),
    }
    const evaluations = story.evaluations.filter(test => test.step <= step)
    const told = { story: { ...story, savedAt: Date.now(), evaluations }, losses: losses.slice(0, step) }
    writeRun(folder, { document, weights, optimizer, state, past: told })
  }

  return {
    hear(event) {
      switch (event.type) {
        case 'progress':
          losses.push(...event.losses)
          return
        case 'evaluated': {
          const { type: _, ...test } = event
          story = { ...story, evaluations: [...story.evaluations, test] }
          return
        }
        case 'checkpoint':
          last = event
          story = { ...story, seconds: event.seconds }
          return write()
        case 'finished':
          story = { ...story, status: event.reason, seconds: event.seconds }
          if (event.early !== undefined) story = { ...story, notes: [...story.notes, event.early] }
          return write()
        case 'failed':
          story = { ...story, status: 'failed', failure: event.message }
          return write()
        default:
      }
    },
  }
}
