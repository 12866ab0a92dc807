import { configure } from "@testing-library/react";

// What is waited for comes, on a slow or busy machine later than after the second that is usual.
configure({ asyncUtilTimeout: 30_000 });
