import type { TrainingReport, TrainingRequest } from '../../src/training/protocol.ts'
import { createTrainingService, type ServiceEnvironment } from '../../src/training/service.ts'
import { striped } from './digits.ts'

export type ReportOf<T extends TrainingReport['type']> = Extract<TrainingReport, { type: T }>

/** A service over small images, what it reported, and ways to wait for it. */
export function openService(environment: Partial<ServiceEnvironment> = {}) {
  const reports: TrainingReport[] = []
  let waiting: { type: TrainingReport['type']; settle: (report: TrainingReport) => void }[] = []
  const serve = createTrainingService(
    { loadDataset: async () => striped(20, 12), backend: {}, ...environment },
    report => {
      reports.push(report)
      const met = waiting.filter(({ type }) => type === report.type)
      waiting = waiting.filter(({ type }) => type !== report.type)
      for (const { settle } of met) settle(report)
    },
  )
  const next = <T extends TrainingReport['type']>(type: T) =>
    new Promise<ReportOf<T>>(resolve => {
      waiting.push({ type, settle: report => resolve(report as ReportOf<T>) })
    })
  const all = <T extends TrainingReport['type']>(type: T): ReportOf<T>[] =>
    reports.filter((report): report is ReportOf<T> => report.type === type)
  /** Sends a request and waits until the run is over. */
  const run = async (request: TrainingRequest): Promise<void> => {
    const over = Promise.race([next('finished'), next('failed')])
    serve(request)
    await over
  }
  return { serve, reports, next, all, run }
}

/** The losses of a run by step, those behind a recovery in place of those before it. */
export function lossesOf(reports: readonly TrainingReport[]): number[] {
  const losses: number[] = []
  for (const report of reports) {
    if (report.type === 'recovered') losses.length = report.step
    if (report.type === 'progress') losses.push(...report.losses)
  }
  return losses
}
