/** The losses of runs as tables. */

/** A run whose losses are written down. */
export interface RunLosses {
  readonly run: {
    readonly name: string
    readonly facts: { readonly lossName: string }
    readonly evaluations: readonly {
      readonly step: number
      readonly testLoss: number
      readonly accuracy?: number
    }[]
  }
  /** The loss of each step from the first one on; not a number where it is not known. */
  readonly losses: ArrayLike<number>
}

/**
 * The curve of one run as a table: a line for each step, with the test behind it where there was one. What is the same
 * in all lines, such as the error of PCA, comes last.
 */
export function curveCsv({ run, losses }: RunLosses, levels: Readonly<Record<string, number>> = {}): string {
  const name = run.facts.lossName.toLowerCase().replace(/\W+/g, '_')
  const hasAccuracy = run.evaluations.some(test => test.accuracy !== undefined)
  const head = ['step', `batch_${name}`, `test_${name}`, ...(hasAccuracy ? ['test_accuracy'] : [])]
  const constant = Object.values(levels).map(value => `,${value}`)
  const rows = rowsOf({ run, losses }, hasAccuracy).map(row => row + constant.join(''))
  return [[...head, ...Object.keys(levels)].join(), ...rows, ''].join('\n')
}

/** The curves of several runs below one another, with the name of the run in front. */
export function comparisonCsv(runs: readonly RunLosses[]): string {
  const rows = runs.flatMap(compared => {
    const name = `"${compared.run.name.replaceAll('"', '""')}"`
    return rowsOf(compared, true).map(row => `${name},${row}`)
  })
  return ['run,step,batch_loss,test_loss,test_accuracy', ...rows, ''].join('\n')
}

function rowsOf({ run, losses }: RunLosses, hasAccuracy: boolean): string[] {
  const tests = new Map(run.evaluations.map(test => [test.step, test]))
  return Array.from(losses, (loss, i) => {
    const test = tests.get(i + 1)
    const accuracy = hasAccuracy ? `,${test?.accuracy ?? ''}` : ''
    return `${i + 1},${Number.isFinite(loss) ? loss : ''},${test?.testLoss ?? ''}${accuracy}`
  })
}

/** The losses that `curveCsv` wrote. @throws Error naming the line at fault. */
export function readCurveCsv(text: string): Float32Array {
  const lines = text.trimEnd().split('\n').slice(1)
  return Float32Array.from(lines, (line, i) => {
    const [step, loss] = line.split(',')
    if (Number(step) !== i + 1) {
      throw new Error(`curves.csv, line ${i + 2}: step ${i + 1} was expected; got ${JSON.stringify(step)}.`)
    }
    return loss === '' || loss === undefined ? Number.NaN : Number(loss)
  })
}
