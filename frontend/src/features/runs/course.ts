import type { RunEvent } from "../../api/types";
import type { Point } from "../../ui/scale";

/** The course of a run as its events tell it. A step told twice, as after a resume, keeps the later word. */
export interface Course {
  readonly step: number;
  readonly loss: readonly Point[];
  readonly heldout: readonly Point[];
  readonly imagesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly samples: number;
}

export const noCourse: Course = {
  step: 0,
  loss: [],
  heldout: [],
  imagesPerSecond: undefined,
  secondsLeft: undefined,
  samples: 0,
};

export function follow(course: Course, event: RunEvent): Course {
  switch (event.type) {
    case "step":
      return {
        ...course,
        step: event.step,
        loss: put(course.loss, { x: event.step, y: event.loss }),
        imagesPerSecond: event.imagesPerSecond ?? course.imagesPerSecond,
        secondsLeft: event.secondsLeft ?? course.secondsLeft,
      };
    case "heldout":
      return { ...course, heldout: put(course.heldout, { x: event.step, y: event.accuracy }) };
    case "sample":
      return { ...course, samples: course.samples + 1 };
    default:
      return course;
  }
}

export const isLast = (event: RunEvent): boolean =>
  event.type === "done" || event.type === "failed" || event.type === "cancelled";

function put(points: readonly Point[], point: Point): readonly Point[] {
  const last = points.at(-1);
  return last === undefined || last.x < point.x
    ? [...points, point]
    : [...points.filter((each) => each.x < point.x), point];
}
