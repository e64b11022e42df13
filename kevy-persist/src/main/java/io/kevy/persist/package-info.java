/** Placeholder. */
package io.kevy.persist;
