/** A line in the text's own directions: x along the line, y growing upwards across the lines. */
export interface PdfLine {
  text: string;
  left: number;
  right: number;
  y: number;
  /** Height of most of its characters. */
  size: number;
  /** Gaps in it that are too wide for a space: it is a row of cells. */
  gaps: number;
  /** Direction of writing in degrees, or `vertical`. */
  direction: number | 'vertical';
}
