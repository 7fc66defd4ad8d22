/** The loss of the current run as a figure and as a table. */

import { curveCsv } from '../../../formats/curvesCsv.ts'
import type { Comparison, Level } from '../../chart/comparison.ts'
import { type ComparedRun, compareRuns } from '../../runs/compareRuns.ts'
import { useTraining } from '../../store/trainingStore.ts'
import { plural } from '../../ui/numbers.ts'
import { type LinearLine, linearLine } from './linearOptimum.ts'

/** PCA's error as the level that the curve is held against. */
export const levelOf = (line: LinearLine | undefined): Level | undefined =>
  line && {
    name: `PCA, ${plural(line.dims, 'dimension')}`,
    value: line.testMse,
    crossedAt: line.crossedAt,
  }

/** The run as one that could be compared with others. */
function currentRun(): ComparedRun {
  const { runId = '', trained, curve, evaluations, facts, progress } = useTraining.getState()
  return {
    run: {
      ...{ id: runId, name: trained?.name ?? 'run', evaluations },
      ...{ step: progress?.step ?? 0, seconds: 0 },
      facts: { lossName: facts?.lossName ?? 'loss', stepsPerEpoch: facts?.stepsPerEpoch ?? 1 },
    },
    losses: curve.losses,
  }
}

/** The curve with its tests, and PCA's line where there is one. */
export function lossComparison(): Comparison {
  const level = levelOf(linearLine())
  return { ...compareRuns([currentRun()]), ...(level && { level }) }
}

/** All losses as a table; PCA's error stands in every line. */
export function lossCsv(): string {
  const line = linearLine()
  return curveCsv(currentRun(), line && { [`pca_${line.dims}_test_mse`]: line.testMse })
}
