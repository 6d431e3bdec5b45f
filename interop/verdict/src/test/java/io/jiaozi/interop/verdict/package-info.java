/** What the judges wrote, before our adapters; docs/design/interop.md. */
package io.jiaozi.interop.verdict;
