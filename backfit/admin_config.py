from django.contrib.admin.apps import AdminConfig


class BackfitAdminConfig(AdminConfig):
    default_site = "backfit.admin_site.BackfitAdminSite"
