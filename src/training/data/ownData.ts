import type { Images } from '../stepper.ts'
import type { ImageArray, ImageShape } from './arrays.ts'
import { classesOf, type LabelList, labelBytes } from './labels.ts'

/** What is known of a person's own data without its pixels. */
export interface OwnFacts {
  readonly name: string
  /** Channels, height, width. */
  readonly shape: ImageShape
  /** What the labels mean, by their number; none where the images have no labels. */
  readonly classes: readonly string[]
  readonly trainCount: number
  /** 0 where the data has no test part, which is split off when it is loaded. */
  readonly testCount: number
  /** The files that it came from. */
  readonly from: string
}

/** A person's own data, ready to be kept: labels are all 0 where there are none. */
export interface OwnData extends OwnFacts {
  readonly train: Images
  readonly test: Images
}

/** Which part of the data something is by its name: `x_train`, `t10k-images`, `val_labels`. */
export type Role = 'train' | 'test' | 'val' | 'all'

/** The role that a name tells: that of a key, a file or a folder. */
export function roleOf(name: string): Role {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  if (words.some(word => word === 'train' || word === 'training')) return 'train'
  if (words.some(word => word === 't10k' || word === 'test' || word === 'testing')) return 'test'
  if (words.some(word => word === 'val' || word === 'valid' || word === 'validation')) return 'val'
  return 'all'
}

/** Something found in the files: images, or labels for them. */
export interface Part {
  readonly role: Role
  readonly images?: ImageArray
  readonly labels?: LabelList
}

/** What several parts make together, and what was decided on the way. */
export interface Assembled {
  readonly data: OwnData
  readonly notes: readonly string[]
}

/**
 * Puts images and labels of the same part together. A validation part is the test part where there is no other.
 * @throws Error where something is missing, twice there, or does not fit.
 */
export function assemble(name: string, from: string, parts: readonly Part[]): Assembled {
  const notes = parts.flatMap(({ images }) => images?.notes ?? [])
  const images = (role: Role) => single(parts, role, 'images')
  const labels = (role: Role) => single(parts, role, 'labels')
  const trainRole = images('train') ? 'train' : 'all'
  const train = images(trainRole) ?? images('test') ?? images('val')
  if (!train) throw new Error(`There are no images in ${from}: labels alone were found.`)
  const testRole = train === images(trainRole) ? (images('test') ? 'test' : 'val') : undefined
  const test = testRole && images(testRole)
  const trainLabels = train === images('test') ? labels('test') : (labels(trainRole) ?? labels('all'))
  const testLabels = testRole && test && labels(testRole)
  if (images('val') && testRole === 'test')
    notes.push('The validation part was left out: there is a test part.')
  if (trainRole === 'train' && images('all'))
    notes.push(`${images('all')!.name} was left out: its name does not say what it is.`)
  if (test && test.shape.join() !== train.shape.join()) {
    throw new Error(
      `${test.name} has images of ${test.shape.join('×')}, ${train.name} of ${train.shape.join('×')}: both parts need one size.`,
    )
  }
  if (test && Boolean(testLabels) !== Boolean(trainLabels)) {
    const [lacking, having] = trainLabels ? [test, train] : [train, test]
    throw new Error(`There are labels for ${having.name}, and none for ${lacking.name}.`)
  }
  const lists = [trainLabels, testLabels].filter(list => list !== undefined)
  const classes = classesOf(lists)
  const join = (array: ImageArray, list: LabelList | undefined): Images => ({
    count: array.count,
    pixels: array.pixels,
    labels: list ? labelBytes(matching(array, list), classes) : new Uint8Array(array.count),
  })
  const none: Images = { count: 0, pixels: new Uint8Array(0), labels: new Uint8Array(0) }
  return {
    notes,
    data: {
      name,
      from,
      shape: train.shape,
      classes,
      trainCount: train.count,
      testCount: test?.count ?? 0,
      train: join(train, trainLabels),
      test: test ? join(test, testLabels) : none,
    },
  }
}

function single<K extends 'images' | 'labels'>(
  parts: readonly Part[],
  role: Role,
  kind: K,
): Part[K] | undefined {
  const [first, second] = parts.filter(part => part.role === role && part[kind] !== undefined)
  if (first && second) {
    const both = `${first[kind]!.name} and ${second[kind]!.name}`
    throw new Error(
      `${both} both hold ${role === 'all' ? kind : `${kind} of the part "${role}"`}: names like x_train and y_test say which is which.`,
    )
  }
  return first?.[kind]
}

/** Where images were left out at the end, their labels are too. */
function matching(images: ImageArray, labels: LabelList): LabelList {
  const isShortened = images.notes.some(note => note.includes('images were taken'))
  if (labels.values.length === images.count) return labels
  if (isShortened && labels.values.length > images.count) {
    return { ...labels, values: labels.values.slice(0, images.count) }
  }
  throw new Error(
    `${labels.name} has ${labels.values.length} labels for ${images.count} images of ${images.name}.`,
  )
}
