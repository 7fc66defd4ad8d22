/** Names of layers and models are shown on one line, so that they have an end. */
export const longestName = 60

/** What a name of a layer, a group or a model must be, where it is not; undefined where it is fine. */
export function nameProblem(name: string): string | undefined {
  const isFine =
    name.length >= 1 && name.length <= longestName && name === name.trim() && !/\p{C}/u.test(name)
  if (!isFine) return `1 to ${longestName} characters, without spaces at its ends`
  return name === '__proto__' ? 'another word than __proto__' : undefined
}
