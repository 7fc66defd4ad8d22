import { useEffect, useState } from 'react'
import { lab } from '../store/lab.ts'
import type { HeldModel } from './latentStore.ts'
import { createLatest } from './latest.ts'
import { valuesOf } from './pixels.ts'

/** What the network makes of an image that changes often. */
export function useDecodedImage(held: HeldModel, bytes: Uint8Array | undefined): Float32Array | undefined {
  const [picture, setPicture] = useState<Float32Array>()
  const [look] = useState(() =>
    createLatest(
      async (image: Uint8Array) =>
        lab().ask('decode', await lab().ask('encode', { pixels: valuesOf(image), count: 1 })),
      setPicture,
      // The strip says what is wrong with the network; here the picture stays black.
      () => setPicture(undefined),
    ),
  )
  useEffect(() => {
    if (bytes && held.id > 0) look(bytes)
  }, [bytes, held.id, look])
  return picture
}
