from django.db import migrations


class Migration(migrations.Migration):
    """Apart from the copying: PostgreSQL refuses to drop a table in the transaction that still has its checks to do."""

    dependencies = [
        ("matters", "0005_import_job_moves_to_the_kernel"),
    ]

    operations = [
        migrations.DeleteModel(name="ImportJob"),
    ]
