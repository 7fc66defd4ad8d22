/** The answers of the laboratory that several parts of this panel hand on. */
import type { Answer } from '../../training/lab/client.ts'

export type LabFacts = Answer<'labFacts'>
export type FoundImages = Answer<'findImages'>
export type PlaneView = Answer<'codePlane'>
export type NearestImage = Answer<'nearestTraining'>
