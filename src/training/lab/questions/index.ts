/** Every question that the laboratory answers, under the name by which the page asks it. */
import { decode, encode, encodeImages } from './codes.ts'

export const questions = {
  decode,
  encode,
  encodeImages,
} as const
