/** Names of weights as PyTorch's wrappers change them: `module.encoder.0.weight` of DataParallel, for example. */

/** How the names of a file become those of a model: the first `strip` of each is taken away, and `add` put in its place. */
export interface Renaming {
  readonly strip: string
  readonly add: string
}

/** What DataParallel and torch.compile put before every name. */
const wrapper = /^(?:module\.|_orig_mod\.)+$/

/**
 * The change of beginnings that makes the names of a file those of a model, where as they are not one of them fits. It
 * takes away what all names of the file begin with (the name that the model had inside of another one), or adds what all
 * names of the model begin with; both at once for wrappers only. Undefined where nothing need or can be done.
 */
export function renamingFor(expected: readonly string[], given: readonly string[]): Renaming | undefined {
  const wanted = new Set(expected)
  if (given.length === 0 || given.some(name => wanted.has(name))) return undefined
  const candidates = beginnings(given).flatMap(strip =>
    beginnings(expected)
      .filter(add => strip === '' || add === '' || (wrapper.test(strip) && wrapper.test(add)))
      .map(add => ({ strip, add })),
  )
  const fitting = candidates.map(each => ({
    ...each,
    count: given.filter(name => wanted.has(renamed(name, each))).length,
  }))
  const [best] = fitting.toSorted((a, b) => b.count - a.count)
  return best && best.count > 0 ? { strip: best.strip, add: best.add } : undefined
}

/** A name of the file as the model has it. */
export const renamed = (name: string, { strip, add }: Renaming): string => `${add}${name.slice(strip.length)}`

/** All that every name begins with, in whole parts: '', 'model.', 'model.net.'. */
function beginnings(names: readonly string[]): readonly string[] {
  const [first = '', ...others] = names
  const parts = first.split('.').slice(0, -1)
  const starts = ['', ...parts.map((_, i) => `${parts.slice(0, i + 1).join('.')}.`)]
  return starts.filter(start => others.every(name => name.startsWith(start)))
}

/** What torch computes weights from, by the ends of their names, with the call that leaves plain weights behind. */
const computed: readonly (readonly [mark: RegExp, remedy: string])[] = [
  [/\.parametrizations\.|^parametrizations\./, 'torch.nn.utils.parametrize.remove_parametrizations'],
  [/(?:^|\.)weight_[gv]$/, 'torch.nn.utils.remove_weight_norm'],
  [/(?:^|\.)\w+_mask$/, 'torch.nn.utils.prune.remove'],
  [/(?:^|\.)weight_orig$/, 'torch.nn.utils.remove_spectral_norm'],
]

/** What to do where weights are computed from others (weight_norm, pruning…); undefined where none are. */
export function computedRemedy(names: readonly string[]): string | undefined {
  for (const [mark, remedy] of computed) {
    const name = names.find(each => mark.test(each))
    if (name !== undefined) return `${name} is what a weight is computed from: call ${remedy} before saving.`
  }
  return undefined
}
