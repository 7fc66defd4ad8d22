import * as tf from '@tensorflow/tfjs'
import { tensorNamed } from '../../../compile/slice.ts'
import type { Shape } from '../../../graph/shape.ts'
import { pickImages } from '../../data/bytes.ts'
import type { Question } from '../question.ts'
import type { Part } from './heldCodes.ts'

/** What the laboratory works with. */
export interface LabFacts {
  /** tfjs's name of what it computes on: `webgpu`, `wasm`, … */
  readonly backend: string
  readonly dataset: string
  /** Size of the dataset's images: channels, height, width. */
  readonly shape: Shape
  /** What the labels mean, by their number; none where the images have no labels. */
  readonly classNames: readonly string[]
  readonly train: number
  readonly test: number
  /** Size of what g yields; undefined where that is no image. */
  readonly picture: Shape | undefined
}

/** Facts about data, device and network. */
export const labFacts: Question<null, LabFacts> = async (_, desk) => {
  const { plan, objective, image } = desk.model()
  const { name, shape, classes = 10, classNames, train, test } = await desk.dataset()
  const last = objective.picture ? image : tensorNamed(plan, plan.outputs[0]!.name).shape
  return {
    backend: tf.getBackend(),
    dataset: name,
    shape,
    classNames: classNames ?? Array.from({ length: classes }, (_, label) => String(label)),
    train: train.count,
    test: test.count,
    picture: last.length === 3 && (last[0] === 1 || last[0] === 3) ? last : undefined,
  }
}

/** Some images of the dataset, by their places in it, from 0. */
export interface FoundImages {
  readonly places: readonly number[]
  /** Bytes, channels last, image after image. */
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
  /** Images that fit what was asked, shown or not. */
  readonly total: number
}

/** The images of a part, those of one class where `label` is given: `count` of them, behind the first `from`. */
export const findImages: Question<
  { readonly part: Part; readonly label?: number | undefined; readonly from: number; readonly count: number },
  FoundImages
> = async ({ part, label, from, count }, desk) => {
  const images = (await desk.dataset())[part]
  const size = images.count === 0 ? 0 : images.pixels.length / images.count
  const fitting = await desk.ofData(`places ${part} ${label ?? 'all'}`, async () =>
    Array.from({ length: images.count }, (_, i) => i).filter(
      i => label === undefined || images.labels[i] === label,
    ),
  )
  const places = fitting.slice(from, from + count)
  const pixels = pickImages(images.pixels, places, size)
  return {
    places,
    pixels,
    labels: Uint8Array.from(places, place => images.labels[place]!),
    total: fitting.length,
  }
}
