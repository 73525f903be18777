"""The rights of a register's roles in its tables in PostgreSQL, and the policies of rows.

A row of a read model is asked for the recording, in the same transaction, that it follows from.
"""

from __future__ import annotations

from aggregates.databases.postgresql_roles import OWNER, READER, WRITER

NOW = "pg_catalog.pg_current_xact_id()::xid"
"""The transaction, as the rows that it writes know it."""


def sharing(schema: str) -> str:
    """Give the statement that lets the register's roles into its tables, those of read models that were made anew, too.

    A policy names no role, because rights do: so a backup can be restored where the roles have other names. A writer
    inserts the rows that follow from a recording of the same transaction on the same agreement, or on one that it asks
    about, and may set the end of a row's known time, once: it sees no closed row to update. People are added whole; of
    them only the owner takes.
    """
    recorded = f"""EXISTS (SELECT 1 FROM {schema}.events AS one JOIN {schema}.events AS first
        ON first.originator_id = one.originator_id AND first.originator_version = 1
        WHERE one.xmin = {NOW} AND one.seq = %s AND first.seq = %s)"""
    turned = f"""{recorded % ("known_from", "agreement")} OR EXISTS (SELECT 1 FROM {schema}.events AS one
        WHERE one.xmin = {NOW} AND one.seq = known_from AND {schema}.asks_about(agreement, one.originator_id))"""
    people = f"""name <> '' AND subject ~ '^[0-9a-f]{{32}}$' AND key ~ '^[0-9a-f]{{64}}$' OR pg_has_role(session_user,
        (SELECT relowner FROM pg_class WHERE oid = '{schema}.people'::regclass), 'MEMBER')"""
    return f"""DO $sharing$ DECLARE model REGCLASS; called NAME; owner NAME; writer NAME; reader NAME; may TEXT; BEGIN
        SELECT pg_get_userbyid(nspowner) INTO owner FROM pg_namespace WHERE nspname = '{schema}';
        writer := regexp_replace(owner, '_{OWNER}$', '_{WRITER}');
        reader := regexp_replace(owner, '_{OWNER}$', '_{READER}');
        EXECUTE format('GRANT USAGE ON SCHEMA {schema} TO %I, %I', writer, reader);
        FOR model, called IN SELECT oid, relname FROM pg_class
            WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r'
        LOOP
            EXECUTE format('GRANT SELECT ON %s TO %I', model, reader);
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', model);
            EXECUTE format('DROP POLICY IF EXISTS anybody_reads ON %s', model);
            EXECUTE format('DROP POLICY IF EXISTS writers_append ON %s', model);
            EXECUTE format('DROP POLICY IF EXISTS writers_close ON %s', model);
            EXECUTE format('CREATE POLICY anybody_reads ON %s FOR SELECT USING (TRUE)', model);
            may := CASE
                WHEN called IN ('turn', 'schema_version', 'register') THEN NULL
                WHEN called = 'mended' THEN 'seq > (SELECT coalesce(max(seq), 0) FROM {schema}.events)'
                WHEN called = 'people' THEN $may${people}$may$
                WHEN called = 'agreements' THEN $may${recorded % ("key", "key")}$may$
                WHEN EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = model AND attname = 'known_from')
                THEN CASE WHEN called = 'dependencies' OR to_regproc('{schema}.asks_about') IS NULL -- an older one
                    THEN $may${recorded % ("known_from", "agreement")}$may$ ELSE $may${turned}$may$ END
                ELSE 'TRUE' END;
            CONTINUE WHEN may IS NULL;
            EXECUTE format('GRANT INSERT ON %s TO %I', model, writer);
            EXECUTE format('CREATE POLICY writers_append ON %s FOR INSERT WITH CHECK (%s)', model, may);
            CONTINUE WHEN may !~ 'known_from';
            EXECUTE format('GRANT UPDATE (known_to) ON %s TO %I', model, writer);
            EXECUTE format('CREATE POLICY writers_close ON %s FOR UPDATE USING (known_to IS NULL) WITH CHECK (%s)',
                model, replace(may, 'known_from', 'known_to'));
        END LOOP;
        EXECUTE format('GRANT UPDATE ON {schema}.turn TO %I', writer); -- to lock it: there is no row in it
    END $sharing$"""
