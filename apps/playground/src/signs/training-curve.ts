/** Loss and accuracy, on what is trained on and on what is held out. */
export type TrainingCurve = 'trainLoss' | 'testLoss' | 'trainAccuracy' | 'testAccuracy';
