import type { Size } from "./sizes";

// What of a picture is drawn anew, as a person marks it: strokes of a round brush, one over the other. On the canvas
// marked pixels are opaque; what is sent is a picture that is white there and black elsewhere.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Radius and points in pixels of the canvas. */
export interface Stroke {
  readonly kind: "paint" | "erase";
  readonly radius: number;
  readonly points: readonly Point[];
}

export type Mark = Stroke | { readonly kind: "invert" };

const longerSide = 512;

/** Of the canvas over a picture: as fine as a hand is, whatever the picture's size. */
export const canvasOver = (picture: Size): Size => {
  const scale = longerSide / Math.max(picture.width, picture.height);
  return { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) };
};

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Where an arrow key takes the brush; undefined for other keys. */
export function moved(from: Point, key: string, by: number, size: Size): Point | undefined {
  const direction = directions[key];
  return direction === undefined
    ? undefined
    : {
        x: Math.min(size.width, Math.max(0, from.x + by * direction.x)),
        y: Math.min(size.height, Math.max(0, from.y + by * direction.y)),
      };
}

/** Draws all marks over what the mask began with, in the context's own colour. */
export function draw(context: CanvasRenderingContext2D, begun: CanvasImageSource | undefined, marks: readonly Mark[]) {
  const { width, height } = context.canvas;
  context.globalCompositeOperation = "source-over";
  context.clearRect(0, 0, width, height);
  if (begun !== undefined) {
    context.drawImage(begun, 0, 0, width, height);
  }
  for (const mark of marks) {
    if (mark.kind === "invert") {
      context.globalCompositeOperation = "xor";
      context.fillRect(0, 0, width, height);
    } else {
      context.globalCompositeOperation = mark.kind === "paint" ? "source-over" : "destination-out";
      drawStroke(context, mark);
    }
  }
}

function drawStroke(context: CanvasRenderingContext2D, { radius, points }: Stroke) {
  context.lineWidth = 2 * radius;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.beginPath();
  for (const { x, y } of points) {
    context.lineTo(x, y);
  }
  context.stroke();
  const [first] = points;
  if (first !== undefined) {
    context.beginPath(); // a line of one point is drawn by some browsers only
    context.arc(first.x, first.y, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

/** As opaque as that, a pixel is marked: what an eraser leaves along its edge is not. */
const least = 128;

/** How much is marked, 0 to 1. */
export function shareMarked({ data }: Pick<ImageData, "data">): number {
  let marked = 0;
  for (let at = 3; at < data.length; at += 4) {
    marked += (data[at] ?? 0) >= least ? 1 : 0;
  }
  return marked / (data.length / 4);
}

const blank = ({ width, height }: Size) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  return { canvas, context: canvas.getContext("2d") };
};

/** White where marked, black elsewhere: what is not marked is to stay to the bit. */
export function blackAndWhite({ data }: Pick<ImageData, "data">) {
  for (let at = 0; at < data.length; at += 4) {
    data.fill((data[at + 3] ?? 0) >= least ? 255 : 0, at, at + 3);
    data[at + 3] = 255;
  }
}

/** What is sent: a PNG in base64, white where marked. */
export function pictureOf(marked: HTMLCanvasElement): string | undefined {
  const { canvas, context } = blank(marked);
  if (context === null) {
    return undefined;
  }
  context.drawImage(marked, 0, 0);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  blackAndWhite(pixels);
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL("image/png").split(",")[1];
}

/** The marks of a mask that was sent before. */
export async function marksOf(base64: string, size: Size, colour: string): Promise<HTMLCanvasElement> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { canvas, context } = blank(size);
  if (context !== null) {
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < pixels.data.length; at += 4) {
      pixels.data[at + 3] = pixels.data[at] ?? 0; // as bright, so opaque
    }
    context.putImageData(pixels, 0, 0);
    context.globalCompositeOperation = "source-in";
    context.fillStyle = colour;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  return canvas;
}
