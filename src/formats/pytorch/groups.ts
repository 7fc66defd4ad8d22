/** The group that a module's name means: `encoder`, `img_encoder`, `enc1`; none for `autoencoder`, nor for both in one. */
export function groupOfName(name: string): 'encoder' | 'decoder' | undefined {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
  // An autoencoder holds both; written apart it is still one word.
  const plain = words.join(' ').replace(/auto ?encoder/g, '')
  const isFound = (group: string) =>
    plain.includes(group) ||
    plain.split(' ').some(word => word === group.slice(0, 3) || word === group.slice(0, 6))
  const [encoder, decoder] = [isFound('encoder'), isFound('decoder')]
  if (encoder === decoder) return undefined
  return encoder ? 'encoder' : 'decoder'
}
