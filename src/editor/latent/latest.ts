/**
 * Work on the latest of many inputs, such as those of a slider: one at a time, and of those that come meanwhile only the
 * last. What fails is told to `failed`; what comes after it is tried again.
 */
export function createLatest<In, Out>(
  work: (input: In) => Promise<Out>,
  done: (output: Out, input: In) => void,
  failed: (error: unknown) => void,
): (input: In) => void {
  let waiting: { readonly input: In } | undefined
  let isBusy = false

  async function go(): Promise<void> {
    isBusy = true
    while (waiting) {
      const { input } = waiting
      waiting = undefined
      try {
        done(await work(input), input)
      } catch (error) {
        failed(error)
      }
    }
    isBusy = false
  }

  return input => {
    waiting = { input }
    if (!isBusy) void go()
  }
}
