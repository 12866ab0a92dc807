import { Button, Slider } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Choice } from "../../ui/Choice";
import { useFormat } from "../../ui/format";
import { canvasOver, draw, type Mark, marksOf, moved, type Point, pictureOf, type Stroke, shareMarked } from "./mask";
import styles from "./mask.module.css";
import type { Size } from "./sizes";

interface MaskEditorProps {
  readonly imageUrl: string;
  /** What the editor begins with; later it is the editor that tells. */
  readonly mask: string | undefined;
  readonly onChange: (mask: string | undefined) => void;
  /** Told when the picture does not come. */
  readonly onLost: () => void;
}

const kinds = ["paint", "erase"] as const;
const centre = ({ width, height }: Size): Point => ({ x: width / 2, y: height / 2 });

/** A picture to mark with brush and eraser, by pointer or keyboard: what is marked is drawn anew. */
export function MaskEditor({ imageUrl, mask, onChange, onLost }: MaskEditorProps) {
  const { t } = useTranslation();
  const { share } = useFormat();
  const ids = { hint: useId(), size: useId() };
  const canvas = useRef<HTMLCanvasElement>(null);
  const [first] = useState(mask);
  const [size, setSize] = useState<Size>();
  const [begun, setBegun] = useState<HTMLCanvasElement>();
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  const stroke = useRef<Stroke>(undefined); // newer than what is shown: pointers are quicker than pages
  const pointer = useRef<number>(undefined); // the one that paints; fingers beside it do not
  const [shown, setShown] = useState<Stroke>();
  const [kind, setKind] = useState<Stroke["kind"]>("paint");
  const [radius, setRadius] = useState(36);
  const [brush, setBrush] = useState<Point>();
  const [near, setNear] = useState(false);
  const [marked, setMarked] = useState(0);
  const touched = useRef(false);
  const change = (next: readonly Mark[]) => {
    touched.current = true;
    setMarks(next);
  };

  useEffect(() => {
    let gone = false;
    if (size !== undefined && first !== undefined && canvas.current !== null) {
      void marksOf(first, size, getComputedStyle(canvas.current).color).then((earlier) => {
        if (!gone) {
          setBegun(earlier);
        }
      });
    }
    return () => {
      gone = true;
    };
  }, [first, size]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: told when the marks change, whoever listens
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (canvas.current === null || context == null || size === undefined) {
      return;
    }
    context.fillStyle = getComputedStyle(canvas.current).color;
    context.strokeStyle = context.fillStyle;
    draw(context, begun, shown === undefined ? marks : [...marks, shown]);
    if (shown === undefined) {
      const now = shareMarked(context.getImageData(0, 0, size.width, size.height));
      setMarked(now);
      if (touched.current) {
        onChange(now === 0 ? undefined : pictureOf(canvas.current));
      }
    }
  }, [begun, marks, shown, size]);

  const at = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLCanvasElement>): Point => {
    const box = currentTarget.getBoundingClientRect();
    return {
      x: ((clientX - box.left) / box.width) * currentTarget.width,
      y: ((clientY - box.top) / box.height) * currentTarget.height,
    };
  };
  const extend = (next: Stroke | undefined) => {
    stroke.current = next;
    setShown(next);
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.isPrimary && event.button === 0 && pointer.current === undefined) {
      event.currentTarget.setPointerCapture(event.pointerId);
      pointer.current = event.pointerId;
      setBrush(at(event));
      extend({ kind, radius, points: [at(event)] });
    }
  };
  const end = () => {
    pointer.current = undefined;
    if (stroke.current !== undefined) {
      change([...marks, stroke.current]);
      extend(undefined);
    }
  };
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    if (pointer.current !== undefined && event.pointerId !== pointer.current) {
      return;
    }
    setBrush(at(event));
    setNear(true);
    if (stroke.current !== undefined && (event.buttons & 1) === 0) {
      end(); // the button was let go where nobody heard it
    } else if (stroke.current !== undefined) {
      extend({ ...stroke.current, points: [...stroke.current.points, at(event)] });
    }
  };
  const undo = () => change(marks.slice(0, -1));
  const onKeyDown = (event: KeyboardEvent) => {
    if (size === undefined) {
      return;
    }
    const from = brush ?? centre(size);
    const next = moved(from, event.key, radius / 2, size);
    if (next !== undefined) {
      setBrush(next);
      setNear(true);
    } else if (event.key === " ") {
      setBrush(from);
      setNear(true);
      change([...marks, { kind, radius, points: [from] }]);
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) {
      undo();
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div className={styles.editor}>
      <div className={styles.ground}>
        <img
          src={imageUrl}
          alt=""
          draggable={false}
          onLoad={({ currentTarget }) =>
            setSize(canvasOver({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight }))
          }
          onError={onLost}
        />
        {size !== undefined && (
          <div
            className={styles.surface}
            role="application"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it is painted on with the keyboard too
            tabIndex={0}
            aria-label={t("playground.maskCanvas")}
            aria-describedby={ids.hint}
            onFocus={() => {
              setBrush(brush ?? centre(size));
              setNear(true);
            }}
            onBlur={() => setNear(false)}
            onKeyDown={onKeyDown}
          >
            <canvas
              ref={canvas}
              className={styles.marks}
              width={size.width}
              height={size.height}
              onPointerDown={begin}
              onPointerMove={move}
              onLostPointerCapture={end}
              onPointerLeave={() => stroke.current === undefined && setNear(false)}
            />
          </div>
        )}
        {size !== undefined && brush !== undefined && near && (
          <div
            className={styles.brush}
            style={{
              left: `${(100 * brush.x) / size.width}%`,
              top: `${(100 * brush.y) / size.height}%`,
              width: `${(200 * radius) / size.width}%`,
            }}
          />
        )}
      </div>
      <output className="dim">
        {marked === 0 ? t("playground.maskEmpty") : t("playground.maskShare", { share: share(marked) })}
      </output>
      <Choice
        label={t("playground.maskKind")}
        value={kind}
        options={kinds.map((value) => ({ value, label: t(`playground.mask.${value}`) }))}
        onChange={setKind}
      />
      <div>
        <span id={ids.size}>{t("playground.maskSize")}</span>
        <Slider
          value={radius}
          onChange={setRadius}
          min={4}
          max={128}
          label={null}
          thumbProps={{ "aria-labelledby": ids.size }}
        />
      </div>
      <div className={styles.acts}>
        <Button variant="default" size="compact-sm" disabled={marks.length === 0} onClick={undo}>
          {t("playground.maskUndo")}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => change([...marks, { kind: "invert" }])}>
          {t("playground.maskInvert")}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          disabled={marked === 0}
          onClick={() => {
            setBegun(undefined);
            change([]);
          }}
        >
          {t("playground.maskClear")}
        </Button>
      </div>
      <p id={ids.hint} className="dim">
        {t("playground.maskHint")}
      </p>
    </div>
  );
}
