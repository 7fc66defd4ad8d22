/**
 * What the page and the laboratory say to each other. The laboratory is a worker beside the training worker: it looks at
 * weights as they were when it got them, so nothing that is asked there disturbs a run.
 */
import type { Plan } from '../../compile/plan.ts'
import type { Weights } from '../../compile/weights.ts'
import type { TrainingSettings } from '../../graph/document.ts'
import type { BackendChoice } from '../../runtime/backendReport.ts'
import type { questions } from './questions/index.ts'

type Questions = typeof questions

export type QuestionName = keyof Questions
/** What is handed in with a question. */
export type Asked<Name extends QuestionName> = Parameters<Questions[Name]>[0]
/** What comes back. */
export type Answer<Name extends QuestionName> = Awaited<ReturnType<Questions[Name]>>

/** Page to laboratory. */
export type LabRequest =
  /** The first message: the address that the page's files are relative to, and the backend to compute on. */
  | { readonly type: 'open'; readonly base: string; readonly backend: BackendChoice }
  /** The network that questions are about from now on. */
  | {
      readonly type: 'model'
      readonly plan: Plan
      readonly weights: Weights
      /** How it was trained: which images, in which range. */
      readonly training: TrainingSettings
    }
  /** Other weights of the same network. */
  | { readonly type: 'weights'; readonly weights: Weights }
  | { readonly type: 'ask'; readonly id: number; readonly name: QuestionName; readonly asked: unknown }
  | { readonly type: 'cancel'; readonly id: number }

/** Laboratory to page; `id` is that of the question. */
export type LabReport =
  | { readonly type: 'progress'; readonly id: number; readonly done: number }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
