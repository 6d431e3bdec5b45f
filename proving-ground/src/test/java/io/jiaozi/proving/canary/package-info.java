/** What must never be seen: secrets and personal data in logs, exceptions and printed objects. */
package io.jiaozi.proving.canary;
