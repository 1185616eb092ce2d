/** Characters: V8's String::kMaxLength on 64 bits, 2^29 - 24. Text of JSON is ASCII in most workloads, so bytes as well. */
export const longestString = 2 ** 29 - 24;
