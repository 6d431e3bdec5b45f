/** What keeps secrets and personal data out of logs and exceptions. */
@NullMarked
package io.jiaozi.support.redact;

import org.jspecify.annotations.NullMarked;
