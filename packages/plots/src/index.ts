export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.js';
export { type Block, type HtmlReportOptions, htmlReport, type ReportSection, type Table } from './html-report.js';
export { type ImageGridOptions, imageGrid } from './image-grid.js';
export {
  type Curve,
  type CurveWithSpread,
  type LearningCurveOptions,
  type LearningHistory,
  learningCurve,
} from './learning-curve.js';
export type { FlatImage, Image, NestedImage } from './pixels.js';
export { type TextCurveOptions, textCurve } from './text-curve.js';
